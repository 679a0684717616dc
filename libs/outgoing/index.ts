export { fetchFrom } from './fetch.ts';
export { addressIn, isAllowedAddress } from './public-addresses.ts';
export { sendRequest } from './request.ts';
