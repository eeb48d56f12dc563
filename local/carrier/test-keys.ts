/** The keys of the published API description, written down by hand. */
const keys = (text: string) => text.trim().split(/\s+/).sort()
export const PAGE_KEYS = keys('end first_page_uri next_page_uri page page_size previous_page_uri start uri')
export const CALL_KEYS =
  keys(`account_sid answered_by api_version caller_name date_created date_updated direction duration
  end_time forwarded_from from from_formatted group_sid parent_call_sid phone_number_sid price price_unit queue_time sid
  start_time status subresource_uris to to_formatted trunk_sid uri`)
export const CONFERENCE_KEYS =
  keys(`account_sid api_version call_sid_ending_conference date_created date_updated friendly_name
  reason_conference_ended region sid status subresource_uris uri`)
export const PARTICIPANT_KEYS =
  keys(`account_sid call_sid call_sid_to_coach coaching conference_sid date_created date_updated
  end_conference_on_exit hold label muted queue_time start_conference_on_enter status uri`)
export const NUMBER_KEYS = keys(`account_sid address_requirements address_sid api_version beta bundle_sid capabilities
  date_created date_updated emergency_address_sid emergency_address_status emergency_status friendly_name identity_sid
  origin phone_number sid sms_application_sid sms_fallback_method sms_fallback_url sms_method sms_url status
  status_callback status_callback_method trunk_sid type uri voice_application_sid voice_caller_id_lookup
  voice_fallback_method voice_fallback_url voice_method voice_receive_mode voice_url`)
export const APPLICATION_KEYS =
  keys(`account_sid api_version date_created date_updated friendly_name message_status_callback
  public_application_connect_enabled sid sms_fallback_method sms_fallback_url sms_method sms_status_callback sms_url
  status_callback status_callback_method uri voice_caller_id_lookup voice_fallback_method voice_fallback_url voice_method
  voice_url`)
export const ACCOUNT_KEYS = keys(`auth_token date_created date_updated friendly_name owner_account_sid sid status
  subresource_uris type uri`)
export const RECORDING_KEYS = keys(`account_sid api_version call_sid channels conference_sid date_created date_updated
  duration encryption_details error_code media_url price price_unit sid source start_time status subresource_uris uri`)
export const CALL_RECORDING_KEYS = keys(`account_sid api_version call_sid channels conference_sid date_created
  date_updated duration encryption_details error_code price price_unit sid source start_time status track uri`)
export const CONFERENCE_RECORDING_KEYS = keys(`account_sid api_version call_sid channels conference_sid date_created
  date_updated duration encryption_details error_code price price_unit sid source start_time status uri`)
export const KEY_KEYS = keys('date_created date_updated friendly_name sid')
export const NEW_KEY_KEYS = keys('date_created date_updated friendly_name secret sid')
export const QUEUE_KEYS =
  keys(`account_sid average_wait_time current_size date_created date_updated friendly_name max_size
  sid uri`)
export const MEMBER_KEYS = keys('call_sid date_enqueued position queue_sid uri wait_time')
export const CALLER_ID_KEYS = keys('account_sid date_created date_updated friendly_name phone_number sid uri')
export const VALIDATION_KEYS = keys('account_sid call_sid friendly_name phone_number validation_code')
export const EVENT_KEYS = keys('request response')
export const COUNTRY_KEYS = keys('beta country country_code subresource_uris uri')
export const AVAILABLE_NUMBER_KEYS =
  keys(`address_requirements beta capabilities friendly_name iso_country lata latitude
  locality longitude phone_number postal_code rate_center region`)
